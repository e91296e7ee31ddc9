// Pages of the studio that are forms.
import { FormHistory } from "./studio/form_history.js";
import { startPage } from "./studio/typed_page.js";

startPage({ stackOf: (form, changed) => new FormHistory(form, changed) });
