from competency.infra.web import Blueprint

blueprint = Blueprint("notifications", __name__)
