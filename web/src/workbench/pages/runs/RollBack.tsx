import { App, Button } from "antd";
import { useStart } from "../../api/hooks";
import type { Run } from "../../api/shapes";
import { useWords } from "../../words/useWords";

/** Goes back to what the workspace held when a run was made; asked first, for everybody sees the change. */
export function RollBack({ run, title }: { run: Run; title: string }) {
  const { t, dates } = useWords("runs");
  const { modal, notification } = App.useApp();
  const start = useStart();
  const ask = () =>
    modal.confirm({
      title: t("back.title", { number: run.number }),
      content: t("back.text", { title, day: dates.day(run.as_of), moment: dates.moment(run.at) }),
      okText: t("back.yes"),
      cancelText: t("form.cancel"),
      onOk: () =>
        start
          .mutateAsync({ method: "POST", path: "runs/rollback", body: { to: run.number } })
          .catch((error: Error) => notification.error({ title: error.message })),
    });
  return (
    <Button size="small" onClick={() => void ask()}>
      {t("back.button")}
    </Button>
  );
}
