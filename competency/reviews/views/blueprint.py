from competency.infra.web import Blueprint

blueprint = Blueprint("reviews", __name__)
