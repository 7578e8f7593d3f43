from competency.infra.web import Blueprint

blueprint = Blueprint("coaching", __name__)
