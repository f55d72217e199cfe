import { Button, Checkbox, Input, Popover } from "antd";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { useChange, useData } from "../../api/hooks";
import type { View } from "../../api/shapes";
import { useLink } from "../../runs";
import { Fetched } from "../../states/Fetched";
import { Problem } from "../../states/Problem";
import { DeleteOutlined, StarOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import { type Question, writeQuestion } from "./question";

const PAGE = "customers";

/** Questions that somebody wants to ask again, for themselves or for everybody. */
export function Views({ question }: { question: Question }) {
  const { t } = useWords("customers");
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomRight"
      destroyOnHidden
      content={<ViewList question={question} onChoose={() => setOpen(false)} />}
    >
      <Button icon={<StarOutlined />}>{t("views.title")}</Button>
    </Popover>
  );
}

function ViewList({ question, onChoose }: { question: Question; onChoose: () => void }) {
  const { t } = useWords("customers");
  const views = useData<View[]>("views");
  return (
    <div className="views">
      <Fetched of={views}>
        {(all) => {
          const mine = all.filter(({ page }) => page === PAGE);
          if (mine.length === 0) return <p className="quiet">{t("views.none")}</p>;
          return (
            <ul className="view-list">
              {mine.map((view) => (
                <OneView key={view.id} view={view} onChoose={onChoose} />
              ))}
            </ul>
          );
        }}
      </Fetched>
      <NewView question={question} />
    </div>
  );
}

function OneView({ view, onChoose }: { view: View; onChoose: () => void }) {
  const { t } = useWords("customers");
  const link = useLink();
  const change = useChange();
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(view.query)) query[name] = [...(query[name] ?? []), value];
  return (
    <li>
      <Link to={link("/customers", query)} onClick={onChoose}>
        {view.name}
      </Link>
      {view.shared ? <span className="quiet">{t("views.shared")}</span> : null}
      {view.own === false ? null : (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t("views.delete", { name: view.name })}
          onClick={() => change.mutate({ method: "DELETE", path: `views/${view.id}` })}
        />
      )}
    </li>
  );
}

function NewView({ question }: { question: Question }) {
  const { t } = useWords("customers");
  const change = useChange();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const query = writeQuestion({ ...question, page: 1 }).toString();
    change.mutate(
      { method: "POST", path: "views", body: { page: PAGE, name: name.trim(), query, shared } },
      { onSuccess: () => setName("") },
    );
  };
  return (
    <form className="view-new" onSubmit={save}>
      <Input
        value={name}
        maxLength={80}
        placeholder={t("views.name")}
        aria-label={t("views.name")}
        onChange={(event) => setName(event.target.value)}
      />
      <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
        {t("views.share")}
      </Checkbox>
      {change.error ? <Problem error={change.error} /> : null}
      <Button type="primary" htmlType="submit" disabled={!name.trim()} loading={change.isPending}>
        {t("views.save")}
      </Button>
    </form>
  );
}
