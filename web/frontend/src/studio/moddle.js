// Reading and changing what an element says beyond its drawing. Each change is one step that can be undone.
// Knows the vocabulary of the dialect and nothing of how it is shown.
export const is = (thing, type) => Boolean(thing?.$instanceOf?.(type));

export const extension = (business, type) =>
  (business.extensionElements?.values ?? []).find((one) => is(one, type));

// A property by name, such as mms:law.
export const said = (business, name) =>
  extension(business, "zeebe:Properties")?.properties?.find((one) => one.name === name)?.value;

export const eventDefinition = (business) => business.eventDefinitions?.[0];

// Several changes that are undone in one step.
export function together(modeler, changes) {
  modeler.get("commandStack").execute("studio.together", { changes });
}

export class Changer {
  constructor(modeler) {
    this.modeler = modeler;
    this.modeling = modeler.get("modeling");
    this.moddle = modeler.get("moddle");
    this.factory = modeler.get("bpmnFactory");
    this.definitions = modeler.getDefinitions();
  }

  together(changes) {
    together(this.modeler, changes);
  }

  update(element, values) {
    this.modeling.updateProperties(element, values);
  }

  // Replace the extension of this type, of the element or of something that belongs to it; null takes it away.
  extend(element, type, values, owner = element.businessObject) {
    const old = extension(owner, type);
    const found = (owner.extensionElements?.values ?? []).filter((one) => one !== old);
    if (values) found.push(this.child(type, values));
    const holder = this.moddle.create("bpmn:ExtensionElements", { values: found });
    for (const one of found) one.$parent = holder;
    holder.$parent = owner;
    this.set(element, owner, { extensionElements: found.length ? holder : undefined });
  }

  // Say something of what belongs to an element: its event, its repetition, a declaration of the file.
  set(element, owner, values) {
    if (owner === element.businessObject) this.update(element, values);
    else this.modeling.updateModdleProperties(element, owner, values);
  }

  // A part of `owner`, such as an expression.
  part(owner, type, values) {
    const made = this.moddle.create(type, values);
    made.$parent = owner;
    return made;
  }

  // Declare a message, signal, error or escalation and let `owner` refer to it.
  declare(element, owner, name, type, values, extended) {
    const made = this.factory.create(type, values);
    made.$parent = this.definitions;
    if (extended) {
      const holder = this.part(made, "bpmn:ExtensionElements", {});
      holder.values = [this.part(holder, extended.type, extended.values)];
      made.extensionElements = holder;
    }
    const rootElements = [made, ...this.definitions.rootElements];
    this.together([
      () => this.modeling.updateModdleProperties(element, this.definitions, { rootElements }),
      () => this.set(element, owner, { [name]: made }),
    ]);
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
    const made = body ? this.part(owner, "bpmn:FormalExpression", { body }) : undefined;
    this.modeling.updateModdleProperties(element, owner, { [name]: made });
  }

  timer(element, definition, kind, body) {
    const made = this.part(definition, "bpmn:FormalExpression", { body });
    const values = { timeDate: undefined, timeDuration: undefined, timeCycle: undefined, [kind]: made };
    this.modeling.updateModdleProperties(element, definition, values);
  }
}

function Together() {
  this.preExecute = ({ changes }) => changes.forEach((one) => one());
}

function register(commandStack) {
  commandStack.registerHandler("studio.together", Together);
}
register.$inject = ["commandStack"];

export const changesModule = { __init__: ["studioChanging"], studioChanging: ["type", register] };
