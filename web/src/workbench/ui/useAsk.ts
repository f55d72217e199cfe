import { App } from "antd";
import { type Change, useChange } from "../api/hooks";
import { useWords } from "../words/useWords";

interface Asked {
  title: string;
  text: string;
  yes: string;
  /** It takes something away for good. */
  danger?: boolean;
}

/** Return what asks before it changes something that others see or that cannot be taken back; a refusal is shown. */
export function useAsk(): (asked: Asked, change: Change) => void {
  const { t } = useWords();
  const { modal, notification } = App.useApp();
  const change = useChange();
  return ({ title, text, yes, danger = false }, wanted) =>
    void modal.confirm({
      title,
      content: text,
      okText: yes,
      okButtonProps: { danger },
      cancelText: t("form.cancel"),
      onOk: () =>
        change
          .mutateAsync(wanted)
          .catch((error: { message: string; hint?: string | null }) =>
            notification.error({ title: error.message, description: error.hint ?? "" }),
          ),
    });
}
