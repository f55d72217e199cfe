import { Button, Form, Input } from "antd";
import { Section } from "../../../ui/Section";
import { useChange, useData } from "../../api/hooks";
import type { ShownNote, ShownTask } from "../../api/schema";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Problem } from "../../states/Problem";
import { useWords } from "../../words/useWords";
import { TaskRow } from "../tasks/TaskRow";
import { usePlaces } from "../tasks/useTasks";

const NEXT = 3;

/** What is planned for the customer, what became of it, and what people noted. */
export function Care({ customer }: { customer: string }) {
  const allowed = useRight("watch.read");
  if (!allowed) return null;
  const path = `customers/${encodeURIComponent(customer)}`;
  return (
    <div className="halves">
      <Tasks path={`${path}/tasks`} />
      <Notes path={`${path}/notes`} />
    </div>
  );
}

function Tasks({ path }: { path: string }) {
  const { t } = useWords("tasks");
  const tasks = useData<ShownTask[]>(path);
  const places = usePlaces();
  // Whoever is not in the newest run has no tasks and no notes.
  if (tasks.error?.status === 404) return null;
  return (
    <Section id="tasks" title={t("of_customer")}>
      <Fetched of={tasks}>
        {(all) => {
          const open = all.filter(({ status }) => status === "open").slice(0, NEXT);
          const settled = all.filter(({ status }) => status !== "open").slice(-NEXT);
          if (open.length + settled.length === 0) return <p className="quiet">{t("of_customer_none")}</p>;
          return (
            <ul className="task-rows">
              {[...settled, ...open].map((task) => (
                <li key={task.number}>
                  <TaskRow task={task} place={places.get(task.place)} own />
                </li>
              ))}
            </ul>
          );
        }}
      </Fetched>
    </Section>
  );
}

function Notes({ path }: { path: string }) {
  const { t, dates } = useWords("tasks");
  const notes = useData<ShownNote[]>(path);
  const may = useRight("watch.write");
  const change = useChange();
  const [form] = Form.useForm<{ text: string }>();
  const add = ({ text }: { text: string }) =>
    change.mutate({ method: "POST", path, body: { text } }, { onSuccess: () => form.resetFields() });
  if (notes.error?.status === 404) return null;
  return (
    <Section id="notes" title={t("notes.title")}>
      {may ? (
        <Form form={form} onFinish={add} className="note-form">
          <Form.Item name="text" rules={[{ required: true, whitespace: true, message: t("notes.empty") }]}>
            <Input.TextArea
              rows={2}
              maxLength={4000}
              placeholder={t("notes.hint")}
              aria-label={t("notes.add")}
            />
          </Form.Item>
          <Button htmlType="submit" loading={change.isPending}>
            {t("notes.add")}
          </Button>
          {change.error ? <Problem error={change.error} /> : null}
        </Form>
      ) : null}
      <Fetched of={notes}>
        {(all) =>
          all.length === 0 ? (
            <p className="quiet">{t("notes.none")}</p>
          ) : (
            <ul className="notes">
              {all.map((note) => (
                <li key={note.number}>
                  <p>{note.text ?? <span className="quiet">{t("notes.hidden")}</span>}</p>
                  <p className="quiet small">
                    {note.by} · {dates.moment(note.at)}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Fetched>
    </Section>
  );
}
