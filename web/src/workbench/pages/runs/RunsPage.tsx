import { Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useRun } from "../../runs";
import { useRight } from "../../session";
import { Loading } from "../../states/Loading";
import { SwapOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { useWords } from "../../words/useWords";
import { NextSteps } from "../day/NextSteps";
import { NoRun } from "../overview/NoRun";
import { NewRun } from "./NewRun";
import { RunList } from "./RunList";

/** Every rating that was made: to look back, to compare, to go back. */
export default function RunsPage() {
  const { t } = useWords("runs");
  const { runs } = useRun();
  const mayRun = useRight("runs.write");
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  if (!runs) return <Loading />;
  if (runs.length === 0) return <NoRun />;
  // Two are compared; a third one takes the place of the first.
  const toggle = (number: number) =>
    setChosen((before) =>
      before.includes(number) ? before.filter((one) => one !== number) : [...before, number].slice(-2),
    );
  const [older = 0, newer = 0] = [...chosen].sort((left, right) => left - right);
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={
          <>
            <Button
              icon={<SwapOutlined />}
              disabled={chosen.length !== 2}
              title={chosen.length === 2 ? "" : t("choose_two")}
              onClick={() => void navigate(`/runs/compare?old=${older}&new=${newer}`)}
            >
              {t("compare")}
            </Button>
            {mayRun ? <NewRun runs={runs} /> : null}
          </>
        }
      />
      <RunList runs={runs} chosen={chosen} toggle={toggle} />
      <NextSteps steps={["movement", "overview"]} />
    </>
  );
}
