import type { ComponentChildren } from 'preact';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A label over the control of that id. */
export const Field = ({ id, label, children, ...rest }: FieldProps) => (
  <div class={`field ${rest.class ?? ''}`}>
    <label htmlFor={id}>{label}</label>
    {children}
  </div>
);

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** What each value is called. */
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onValue: (value: string) => void;
}

/** A labelled choice of one of several values. */
export const Choice = ({ id, label, value, options, onValue }: ChoiceProps) => (
  <Field id={id} label={label}>
    <select id={id} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  </Field>
);
