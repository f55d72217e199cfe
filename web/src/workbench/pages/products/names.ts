import { useWords } from "../../words/useWords";

export const SIGNS: Record<string, string> = { more: "▲ ", less: "▼ ", like: "", few: "" };

/** Return what names a thing: kinds of contact in the reader's words, everything else as the data has it. */
export function useThingName(): (family: string, name: string) => string {
  const { t } = useWords("products");
  return (family, name) => (family === "contact" ? t(`contact.${name}`, { defaultValue: name }) : name);
}
