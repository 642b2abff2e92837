import type { Template } from '../../../lib/template-checks/template.ts';

/** A value that an edit may change in place. */
type Value = unknown;
export type Mutable = Record<string, Value>;

export type TemplateEdit = (template: MutableTemplate) => void;

const inside = (value: Value, name: string): Value => (value as Mutable | undefined)?.[name];

/** A copy of a template, to be made wrong. What an edit names must be there: an edit that misses its target would prove nothing. */
export class MutableTemplate {
  readonly json: Record<'Resources' | 'Outputs', Mutable>;

  constructor(template: Template) {
    this.json = structuredClone(template) as unknown as Record<'Resources' | 'Outputs', Mutable>;
  }

  /** The logical id that is this name, or this name and CDK's digest behind it. */
  idOf(name: string): string {
    const ids = Object.keys(this.json.Resources).filter(
      (id) => id === name || (id.startsWith(name) && /^[0-9A-F]{8}$/.test(id.slice(name.length))),
    );
    const [id] = ids;
    if (id === undefined || ids.length > 1) throw new Error(`expected one resource ${name}`);
    return id;
  }

  #resource(name: string): Mutable {
    return this.json.Resources[this.idOf(name)] as Mutable;
  }

  /** A reference to the resource. */
  ref(name: string): { readonly Ref: string } {
    return { Ref: this.idOf(name) };
  }

  /** The property at this path, dots between the names. */
  get(name: string, path: string): Value {
    return path.split('.').reduce(inside, this.#resource(name)['Properties']);
  }

  set(name: string, path: string, value: Value): void {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const owner = names.reduce(inside, this.#resource(name)['Properties']);
    if (owner === undefined) throw new Error(`${name} has no ${names.join('.')}`);
    (owner as Mutable)[last] = value;
  }

  remove(name: string, property: string): void {
    if (this.get(name, property) === undefined) throw new Error(`${name} has no ${property}`);
    delete (this.#resource(name)['Properties'] as Mutable)[property];
  }

  add(id: string, resource: object): void {
    this.json.Resources[id] = resource;
  }

  output(id: string, value: Value): void {
    this.json.Outputs[id] = { Value: value };
  }

  dependOn(name: string, other: string): void {
    const resource = this.#resource(name);
    resource['DependsOn'] = [resource['DependsOn'] ?? [], this.idOf(other)].flat();
  }

  /** Id of the one resource of this type that matches. */
  only(type: string, matches: (resource: Mutable) => boolean = () => true): string {
    const [found, ...others] = Object.entries(this.json.Resources).filter(
      ([, resource]) => inside(resource, 'Type') === type && matches(resource as Mutable),
    );
    if (found === undefined || others.length > 0) throw new Error(`expected one ${type}`);
    return found[0];
  }

  /** Id of the mapping that reads this queue. */
  mappingOf(queue: string): string {
    return this.only('AWS::Lambda::EventSourceMapping', (mapping) =>
      JSON.stringify(inside(mapping['Properties'], 'EventSourceArn')).includes(
        `"${this.idOf(queue)}"`,
      ),
    );
  }

  rulesOfAcl(): Mutable[] {
    return this.get(this.only('AWS::WAFv2::WebACL'), 'Rules') as Mutable[];
  }

  ruleOf(name: string): Mutable {
    const rule = this.rulesOfAcl().find((one) => one['Name'] === name);
    if (rule === undefined) throw new Error(`no rule ${name}`);
    return rule;
  }

  statementOf(rule: string, kind: string): Mutable {
    const statement = inside(this.ruleOf(rule)['Statement'], kind);
    if (statement === undefined) throw new Error(`${rule} has no ${kind}`);
    return statement as Mutable;
  }

  /** Statements of a policy, to be replaced in place. */
  statements(policy: string): Mutable[] {
    return this.get(policy, 'PolicyDocument.Statement') as Mutable[];
  }
}

/** The template after the edit. */
export function edit(template: Template, change: TemplateEdit): Template {
  const copy = new MutableTemplate(template);
  change(copy);
  return copy.json as unknown as Template;
}
