from competency.infra.web import Blueprint

blueprint = Blueprint("evidence", __name__)
