import { Select } from "antd";
import { useSearchParams } from "react-router";
import type { Run } from "../api/shapes";
import { useColumns } from "../pages/customers/useCustomers";
import { useWords } from "../words/useWords";

/** The places of high value that the address names; none: the server takes the best one, where places have an order. */
export function useHigh(): string[] | undefined {
  const [params] = useSearchParams();
  const named = params.getAll("high");
  return named.length > 0 ? named : undefined;
}

/** Chooses which places of a run are of high value. */
export function HighPlaces({ run, shown }: { run: Run; shown: readonly string[] | undefined }) {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const places = useColumns(run.number)?.find(({ kind }) => kind === "place")?.values ?? [];
  if (places.length < 2) return null;
  const named = params.getAll("high");
  return (
    <Select
      mode="multiple"
      className="high-places"
      aria-label={t("high.label")}
      placeholder={t("high.label")}
      maxTagCount="responsive"
      value={named.length > 0 ? named : [...(shown ?? [])]}
      options={places.map(({ name, title }) => ({ value: name, label: title }))}
      onChange={(chosen: string[]) =>
        setParams((before) => {
          const after = new URLSearchParams(before);
          after.delete("high");
          for (const one of chosen) after.append("high", one);
          return after;
        })
      }
    />
  );
}
