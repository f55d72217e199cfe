import { Button } from "antd";
import type { Run } from "../../api/shapes";
import { useAsk } from "../../ui/useAsk";
import { useWords } from "../../words/useWords";

/** Goes back to what the workspace held when a run was made; asked first, for everybody sees the change. */
export function RollBack({ run, title }: { run: Run; title: string }) {
  const { t, dates } = useWords("runs");
  const ask = useAsk();
  const back = () =>
    ask(
      {
        title: t("back.title", { number: run.number }),
        text: t("back.text", { title, day: dates.day(run.as_of), moment: dates.moment(run.at) }),
        yes: t("back.yes"),
      },
      { method: "POST", path: "runs/rollback", body: { to: run.number } },
    );
  return (
    <Button size="small" onClick={back}>
      {t("back.button")}
    </Button>
  );
}
