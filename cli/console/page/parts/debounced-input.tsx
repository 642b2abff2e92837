import { useEffect, useRef, useState } from 'preact/hooks';

interface DebouncedInputProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly type: 'search' | 'text';
  readonly id: string;
  readonly placeholder?: string;
  readonly list?: string;
  /** Whether `/` leads here. */
  readonly isSearch?: boolean;
}

const restMs = 350;

/** A text field that tells its value when the typing rests. */
export function DebouncedInput({ value, onValue, isSearch, ...field }: DebouncedInputProps) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const told = useRef(value);
  useEffect(() => {
    if (value !== told.current) setTyped(value);
    told.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (next: string) => {
    clearTimeout(timer.current);
    const trimmed = next.trim();
    if (trimmed === told.current) return;
    told.current = trimmed;
    onValue(trimmed);
  };
  const change = (next: string) => {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(next), restMs);
  };
  return (
    <input
      {...field}
      value={typed}
      autocomplete="off"
      spellcheck={false}
      data-search={isSearch}
      onInput={(event) => change(event.currentTarget.value)}
      onChange={(event) => tell(event.currentTarget.value)}
    />
  );
}
