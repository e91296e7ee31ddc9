// Names of an element in every language. The document that the editor draws holds them all: the name that is drawn is
// in the language that the document names as shown, the others are attributes. The server joins and parts them.
import { is } from "./moddle.js";

const NAMED = ["bpmn:FlowNode", "bpmn:SequenceFlow", "bpmn:TextAnnotation"];
const BORROWED = "names:borrowed";
const TEXT = { type: "String", isAttr: true };

const attribute = (language) => `names:${language}`;

// As the reader and the writer of documents know these attributes.
export function namesPackage(languages) {
  const named = languages.map((language) => ({ name: language, ...TEXT }));
  return {
    name: "Names",
    prefix: "names",
    uri: "urn:mms:studio:names",
    xml: { tagAlias: "lowerCase" },
    types: [
      { name: "Shown", extends: ["bpmn:Definitions"], properties: [{ name: "shown", ...TEXT }] },
      {
        name: "Named",
        extends: NAMED,
        properties: [...named, { name: "borrowed", type: "Boolean", isAttr: true }],
      },
      // A lane is drawn as its role is called, a pool as the service; what its name was comes back with it.
      { name: "Role", extends: ["bpmn:Lane"], properties: named },
      { name: "Service", extends: ["bpmn:Participant"], properties: [...named, { name: "given", ...TEXT }] },
    ],
  };
}

export const hasNames = (business) => NAMED.some((type) => is(business, type));

// Return the fields of an element's names, one for each language, the official one first.
export function nameFields(element, change, languages) {
  const names = new ElementNames(element, change, languages);
  return languages.map((language) => ({
    key: `name_${language}`,
    kind: "area",
    language,
    value: names.in(language),
    set: (typed) => change.update(element, names.changed(language, typed || undefined)),
  }));
}

class ElementNames {
  constructor({ businessObject }, { definitions }, languages) {
    this.business = businessObject;
    this.official = languages[0];
    this.shown = definitions.get("names:shown") ?? this.official;
    this.drawn = is(businessObject, "bpmn:TextAnnotation") ? "text" : "name";
  }

  // Whether the official name is drawn for want of one in the language that is shown.
  get isBorrowed() {
    return Boolean(this.business.get(BORROWED)) && this.business.get(this.drawn) === this.besides(this.official);
  }

  besides(language) {
    return this.business.get(attribute(language));
  }

  in(language) {
    if (language !== this.shown) return this.besides(language);
    return this.isBorrowed ? undefined : this.business.get(this.drawn);
  }

  // What is to be said of the element when its name in a language becomes another.
  changed(language, name) {
    if (language === this.shown) {
      const official = name || this.shown === this.official ? undefined : this.besides(this.official);
      return { [this.drawn]: name ?? official, [BORROWED]: official ? true : undefined };
    }
    if (language !== this.official) return { [attribute(language)]: name };
    const isLent = !this.in(this.shown);
    const drawn = isLent ? { [this.drawn]: name } : {};
    return { [attribute(language)]: name, [BORROWED]: isLent && name ? true : undefined, ...drawn };
  }
}
