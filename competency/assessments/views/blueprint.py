from competency.infra.web import Blueprint

blueprint = Blueprint("assessments", __name__)
