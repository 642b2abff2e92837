interface ChoicesProps {
  readonly id: string;
  readonly values: readonly string[];
}

/** What a text field of this `list` offers. */
export const Choices = ({ id, values }: ChoicesProps) => (
  <datalist id={id}>
    {values.map((value) => (
      <option key={value} value={value} />
    ))}
  </datalist>
);
