import { Select } from "antd";
import { useSearchParams } from "react-router";

interface KeptChooserProps {
  label: string;
  options: { value: number; label: string }[];
  value: number;
  onChange: (number: number) => void;
}

/** Which of the kept results is shown; with one there is nothing to choose. */
export function KeptChooser({ label, options, value, onChange }: KeptChooserProps) {
  if (options.length < 2) return null;
  return (
    <Select
      className="evidence-kept"
      aria-label={label}
      value={value}
      options={options}
      popupMatchSelectWidth={false}
      onChange={onChange}
    />
  );
}

/** The result that the address names, else the newest; and a way to choose another. */
export function useChosen(numbers: readonly number[]): [number, (number: number) => void] {
  const [params, setParams] = useSearchParams();
  const wanted = Number(params.get("show"));
  const newest = numbers[0] ?? 0;
  const choose = (number: number) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (number === newest) after.delete("show");
      else after.set("show", String(number));
      return after;
    });
  return [numbers.includes(wanted) ? wanted : newest, choose];
}
