import { Button } from "antd";
import { useStart } from "../../api/hooks";
import { Problem } from "../../states/Problem";
import { CalendarOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";

/** Makes the tasks of the newest run; `first`: there are none yet. */
export function PlanButton({ first = false }: { first?: boolean }) {
  const { t } = useWords("tasks");
  const start = useStart();
  return (
    <>
      <Button
        type={first ? "primary" : "default"}
        icon={<CalendarOutlined />}
        loading={start.isPending}
        onClick={() => start.mutate({ method: "POST", path: "care/plans", body: {} })}
      >
        {first ? t("plan_first") : t("plan_again")}
      </Button>
      {start.error ? <Problem error={start.error} /> : null}
    </>
  );
}
