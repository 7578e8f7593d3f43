// Starts GOV.UK Frontend's behaviour on the components that a page holds.
import { initAll } from "../build/govuk-frontend.min.js";

initAll();
