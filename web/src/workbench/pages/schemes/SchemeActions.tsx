import { App, Button, Modal } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useChange, useJob, useStart } from "../../api/hooks";
import { useLink } from "../../runs";
import { useRight } from "../../session";
import { JobState } from "../../states/JobState";
import { Problem } from "../../states/Problem";
import { AsOf } from "../../ui/AsOf";
import { DeleteOutlined, PlayCircleOutlined, SaveOutlined, StarOutlined, SwapOutlined } from "../../ui/icons";
import { useWords } from "../../words/useWords";
import { SaveScheme } from "./SaveScheme";
import type { SchemeCard, SchemeText } from "./shapes";

interface SchemeActionsProps {
  scheme: SchemeText;
  card: SchemeCard | undefined;
  text: string;
  sound: boolean;
}

/** Chosen text of the workspace under no id of its own. */
const OF_WORKSPACE = "_workspace";

/** What can be done with a scheme: rate by it, keep it, make it the workspace's, compare it, remove it. */
export function SchemeActions({ scheme, card, text, sound }: SchemeActionsProps) {
  const { t } = useWords("schemes");
  const link = useLink();
  const navigate = useNavigate();
  const mayWrite = useRight("schemes.write");
  const mayRun = useRight("runs.write");
  const change = useChange();
  const [naming, setNaming] = useState<"save" | "rate" | null>(null);
  const [rating, setRating] = useState<string | null>(null);
  const changed = text !== scheme.text;
  const mine = scheme.own && scheme.id !== OF_WORKSPACE;
  const rate = () => {
    if (!changed) setRating(scheme.id);
    else if (mine) put(() => setRating(scheme.id));
    else setNaming("rate");
  };
  const put = (then: () => void) =>
    change.mutate({ method: "PUT", path: `schemes/${scheme.id}`, body: { text } }, { onSuccess: then });
  const saved = (id: string) => {
    const go = naming === "rate";
    setNaming(null);
    if (go) setRating(id);
    else void navigate(link(`/schemes/${id}`));
  };
  return (
    <>
      <Link to={link("/schemes/compare", { b: scheme.id })}>
        <Button icon={<SwapOutlined />}>{t("compare.button")}</Button>
      </Link>
      {mayWrite && !changed && card && !card.chosen ? <Choose id={scheme.id} /> : null}
      {mayWrite && mine && !changed ? <Remove id={scheme.id} /> : null}
      {mayWrite && changed && mine ? (
        <Button
          icon={<SaveOutlined />}
          disabled={!sound}
          loading={change.isPending}
          onClick={() => put(() => undefined)}
        >
          {t("form.save")}
        </Button>
      ) : null}
      {mayWrite ? (
        <Button icon={<SaveOutlined />} disabled={!sound} onClick={() => setNaming("save")}>
          {t("save.button")}
        </Button>
      ) : null}
      {mayRun ? (
        <Button type="primary" icon={<PlayCircleOutlined />} disabled={!sound} onClick={rate}>
          {t("rate.button")}
        </Button>
      ) : null}
      {change.error ? <Problem error={change.error} /> : null}
      <SaveScheme
        text={text}
        of={scheme.id}
        suggestion={`${mine ? scheme.id : scheme.id.replace(OF_WORKSPACE, "scheme")}-2`}
        open={naming !== null}
        onClose={() => setNaming(null)}
        onSaved={saved}
      />
      {rating === null ? null : <Rate id={rating} onClose={() => setRating(null)} />}
    </>
  );
}

function Choose({ id }: { id: string }) {
  const { t } = useWords("schemes");
  const change = useChange();
  const choose = () => change.mutate({ method: "PUT", path: "workspace/scheme", body: { scheme: id } });
  return (
    <Button icon={<StarOutlined />} loading={change.isPending} onClick={choose}>
      {t("choose")}
    </Button>
  );
}

function Remove({ id }: { id: string }) {
  const { t } = useWords("schemes");
  const { modal } = App.useApp();
  const link = useLink();
  const navigate = useNavigate();
  const change = useChange();
  const ask = () =>
    void modal.confirm({
      title: t("remove.title"),
      content: t("remove.text"),
      okText: t("form.delete"),
      okButtonProps: { danger: true },
      cancelText: t("form.cancel"),
      onOk: () =>
        change.mutateAsync({ method: "DELETE", path: `schemes/${id}` }).then(
          () => navigate(link("/schemes")),
          () => undefined,
        ),
    });
  return (
    <Button icon={<DeleteOutlined />} onClick={ask}>
      {t("form.delete")}
    </Button>
  );
}

/** Rates everybody now, and leads to what came out. */
function Rate({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useWords("schemes");
  const start = useStart();
  const [job, setJob] = useState<string | null>(null);
  const [chosen, choose] = useState<string | null>(null);
  const { data } = useJob(job);
  const begin = () =>
    start.mutate(
      { method: "POST", path: "runs", body: { scheme: id, as_of: chosen } },
      { onSuccess: (told) => setJob(told.job) },
    );
  const run = data?.status === "done" ? Number(data.result?.run) : null;
  return (
    <Modal open title={t("rate.title")} footer={null} onCancel={onClose}>
      <div className="dialog">
        {job === null ? (
          <>
            <p>{t("rate.lead")}</p>
            <AsOf chosen={chosen} choose={choose} />
          </>
        ) : null}
        {start.error ? <Problem error={start.error} /> : null}
        {data && run === null ? <JobState job={data} /> : null}
        {run === null ? (
          <Button
            type="primary"
            block
            loading={start.isPending || (job !== null && !data?.error)}
            onClick={begin}
          >
            {t("rate.begin")}
          </Button>
        ) : (
          <>
            <p role="status">{t("rate.done", { run })}</p>
            <Link to={`/?run=${run}`}>
              <Button type="primary" block>
                {t("rate.open")}
              </Button>
            </Link>
          </>
        )}
      </div>
    </Modal>
  );
}
