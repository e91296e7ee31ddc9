// Reading and changing what an element says beyond its drawing. Each change is one step that can be undone.
// Knows the vocabulary of the dialect and nothing of how it is shown.
export const is = (thing, type) => Boolean(thing?.$instanceOf?.(type));

export const extension = (business, type) =>
  (business.extensionElements?.values ?? []).find((one) => is(one, type));

export const eventDefinition = (business) => business.eventDefinitions?.[0];

export class Changer {
  constructor(modeler) {
    this.modeling = modeler.get("modeling");
    this.moddle = modeler.get("moddle");
  }

  update(element, values) {
    this.modeling.updateProperties(element, values);
  }

  // Replace the extension of this type; null takes it away.
  extend(element, type, values) {
    const business = element.businessObject;
    const old = extension(business, type);
    const found = (business.extensionElements?.values ?? []).filter((one) => one !== old);
    if (values) found.push(this.child(type, values));
    const holder = this.moddle.create("bpmn:ExtensionElements", { values: found });
    for (const one of found) one.$parent = holder;
    holder.$parent = business;
    this.update(element, { extensionElements: found.length ? holder : undefined });
  }

  child(type, values) {
    const made = this.moddle.create(type, values);
    for (const value of Object.values(values)) {
      if (Array.isArray(value)) for (const one of value) one.$parent = made;
    }
    return made;
  }

  // What a step is given and what it gives: lists of [name, source].
  map(element, inputs, outputs) {
    const rows = (type, pairs) =>
      pairs.map(([target, source]) => this.moddle.create(type, { source, target }));
    const values = {};
    if (inputs.length) values.inputParameters = rows("zeebe:Input", inputs);
    if (outputs.length) values.outputParameters = rows("zeebe:Output", outputs);
    this.extend(element, "zeebe:IoMapping", Object.keys(values).length ? values : null);
  }

  // A property by name, such as mms:law; an empty value takes it away.
  property(element, name, value) {
    const old = extension(element.businessObject, "zeebe:Properties")?.properties ?? [];
    const kept = old.map((one) => [one.name, one.value]);
    const place = kept.findIndex(([known]) => known === name);
    if (place < 0 && value) kept.push([name, value]);
    else if (place >= 0 && value) kept[place] = [name, value];
    else if (place >= 0) kept.splice(place, 1);
    const properties = kept.map(([one, said]) =>
      this.moddle.create("zeebe:Property", { name: one, value: said }),
    );
    this.extend(element, "zeebe:Properties", properties.length ? { properties } : null);
  }

  expression(element, owner, name, body) {
    const made = body ? this.moddle.create("bpmn:FormalExpression", { body }) : undefined;
    if (made) made.$parent = owner;
    this.modeling.updateModdleProperties(element, owner, { [name]: made });
  }

  timer(element, definition, kind, body) {
    const made = this.moddle.create("bpmn:FormalExpression", { body });
    made.$parent = definition;
    const values = { timeDate: undefined, timeDuration: undefined, timeCycle: undefined, [kind]: made };
    this.modeling.updateModdleProperties(element, definition, values);
  }

  refer(element, definition, name, target) {
    this.modeling.updateModdleProperties(element, definition, { [name]: target });
  }
}
