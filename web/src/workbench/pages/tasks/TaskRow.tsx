import { App, Button, Dropdown, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useChange } from "../../api/hooks";
import { useLink } from "../../runs";
import { useRight } from "../../session";
import { CheckCircleOutlined, DownOutlined } from "../../ui/icons";
import { said } from "../../words/said";
import { useWords } from "../../words/useWords";
import { DeedDialog } from "./DeedDialog";
import type { Deed, ShownTask, StrategyRow } from "./shapes";

interface TaskRowProps {
  task: ShownTask;
  place: StrategyRow | undefined;
  /** On the customer's own page: the customer is not named again, the day is. */
  own?: boolean;
}

const COLOURS: Record<string, string> = { done: "success", missed: "error", skipped: "default" };

/** One task: whom, why, whose, and what can be done with it. */
export function TaskRow({ task, place, own = false }: TaskRowProps) {
  const { t, lang, dates } = useWords("tasks");
  const link = useLink();
  const title = said(place?.title ?? null, lang) || task.place;
  const who = task.owner ?? said(place?.department ?? null, lang);
  return (
    <article className="task" aria-label={`${task.customer} ${dates.day(task.day)}`}>
      <div className="task-what">
        <strong>
          {own ? (
            dates.day(task.day)
          ) : task.ref ? (
            <Link to={link(`/customers/${encodeURIComponent(task.ref)}`)}>{task.customer}</Link>
          ) : (
            task.customer
          )}
        </strong>
        <Tag>{title}</Tag>
        {task.status === "open" ? null : (
          <Tag color={COLOURS[task.status] ?? "default"}>{t(`status.${task.status}`)}</Tag>
        )}
        <span className="quiet small">
          {[who, task.due === task.day ? "" : t("due", { day: dates.day(task.due) })]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {place?.measures ? <p className="task-measures">{said(place.measures, lang)}</p> : null}
      </div>
      <Deeds task={task} />
    </article>
  );
}

function Deeds({ task }: { task: ShownTask }) {
  const { t } = useWords("tasks");
  const { notification } = App.useApp();
  const change = useChange();
  const may = useRight("watch.write");
  const all = useRight("customers.all");
  const [deed, setDeed] = useState<Deed | null>(null);
  if (!may || task.status === "withdrawn") return null;
  const now = (wanted: Deed) =>
    change.mutate(
      { method: "PATCH", path: `tasks/${task.number}`, body: { do: wanted } },
      { onError: (error) => notification.error({ title: error.message, description: error.hint ?? "" }) },
    );
  const more: Deed[] =
    task.status === "open" ? ["move", ...(all ? (["hand"] as const) : []), "missed", "skipped"] : ["reopen"];
  return (
    <div className="task-deeds">
      {task.status === "open" ? (
        <Button
          size="small"
          type="primary"
          icon={<CheckCircleOutlined />}
          loading={change.isPending}
          onClick={() => now("done")}
        >
          {t("deed.done")}
        </Button>
      ) : null}
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            ...(task.status === "open" ? [{ key: "done", label: t("deed.done_note") }] : []),
            ...more.map((key) => ({ key, label: t(`deed.${key}`) })),
          ],
          onClick: ({ key }) => (key === "reopen" ? now("reopen") : setDeed(key as Deed)),
        }}
      >
        <Button
          size="small"
          aria-label={t("deed.more", { customer: task.customer })}
          icon={<DownOutlined />}
        />
      </Dropdown>
      {deed ? <DeedDialog task={task} deed={deed} onEnd={() => setDeed(null)} /> : null}
    </div>
  );
}
