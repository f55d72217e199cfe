import type { TargetAttribute } from "../../api/shapes";
import { useWords } from "../../words/useWords";

/** Return what names an attribute: usual ones in the reader's words, all others as the data has them. */
export function useAttribute(attributes: readonly TargetAttribute[]): (name: string) => string {
  const { t } = useWords("target");
  const titles = new Map(attributes.map(({ name, title }) => [name, title]));
  return (name) => {
    const title = titles.get(name) ?? name;
    return t(`attribute.${title}`, { defaultValue: title });
  };
}
