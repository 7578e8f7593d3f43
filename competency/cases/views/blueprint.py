from competency.infra.web import Blueprint

blueprint = Blueprint("cases", __name__)
