from competency.infra.web import Blueprint

blueprint = Blueprint("insights", __name__)
