from competency.infra.web import Blueprint

blueprint = Blueprint("timeliness", __name__)
