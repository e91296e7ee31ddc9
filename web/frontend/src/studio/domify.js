// Elements from markup for bpmn.io's libraries. Styles written in markup are refused by the content security policy,
// so they are set by script, which it allows.
import original from "../../node_modules/domify/index.js";

export default function domify(markup, document) {
  const made = original(markup.replaceAll(' style="', ' data-style="'), document);
  const styled = made.querySelectorAll ? [...made.querySelectorAll("[data-style]")] : [];
  if (made.dataset?.style) styled.push(made);
  for (const one of styled) {
    one.style.cssText = one.dataset.style;
    one.removeAttribute("data-style");
  }
  return made;
}
