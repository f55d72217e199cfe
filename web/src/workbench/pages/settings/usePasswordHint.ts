import { useData } from "../../api/hooks";
import type { Setup } from "../../api/shapes";
import { useWords } from "../../words/useWords";

/** Return what a password must be like, as the server says it. */
export function usePasswordHint(): string | undefined {
  const { t } = useWords();
  const { data } = useData<Setup>("setup");
  return data ? t("password_hint", { shortest: data.password.shortest }) : undefined;
}
