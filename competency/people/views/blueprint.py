from competency.infra.web import Blueprint

blueprint = Blueprint("people", __name__)
