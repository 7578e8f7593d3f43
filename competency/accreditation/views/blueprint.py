from competency.infra.web import Blueprint

blueprint = Blueprint("accreditation", __name__)
