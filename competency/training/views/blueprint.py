from competency.infra.web import Blueprint

blueprint = Blueprint("training", __name__)
