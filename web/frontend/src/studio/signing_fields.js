// How a person's step is signed: by whom, what, in which order, and whether on paper.
import { said } from "./moddle.js";
import { say } from "./words.js";

const WHO = ["doer", "applicant", "representative"];
const CHOICES = { "mms:signOrder": ["free", "fixed"], "mms:signOnPaper": ["no", "allowed"] };

export function signingFields(element, change, choices) {
  const business = element.businessObject;
  const who = said(business, "mms:sign");
  const options = [
    { value: "", label: say("property.sign_nobody") },
    ...WHO.map((value) => ({ value, label: say(`property.sign_${value}`) })),
  ];
  const signs = { key: "sign", kind: "choice", value: who ?? "", options, set: (value) => sign(element, value, change) };
  if (!who) return [signs];
  const acts = [{ value: "", label: say("property.sign_form") }, ...choices.templates];
  return [
    signs,
    {
      key: "sign_act",
      kind: "choice",
      value: said(business, "mms:signAct") ?? "",
      options: acts,
      set: (value) => change.property(element, "mms:signAct", value),
    },
    ...Object.entries(CHOICES).map(([name, values]) => ({
      key: name === "mms:signOrder" ? "sign_order" : "sign_on_paper",
      kind: "select",
      value: said(business, name) ?? values[0],
      options: values.map((value) => ({ value, label: say(`property.sign_${value}`) })),
      // The first is what holds where nothing is said.
      set: (value) => change.property(element, name, value === values[0] ? "" : value),
    })),
  ];
}

// Where nobody signs, nothing is said of how.
function sign(element, who, change) {
  const names = who ? [] : ["mms:signAct", ...Object.keys(CHOICES)];
  change.together([
    () => change.property(element, "mms:sign", who),
    ...names.map((name) => () => change.property(element, name, "")),
  ]);
}
