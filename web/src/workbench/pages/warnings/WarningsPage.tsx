import { Button } from "antd";
import { useData, useStart } from "../../api/hooks";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { Nothing } from "../../states/Nothing";
import { Problem } from "../../states/Problem";
import { PlayCircleOutlined } from "../../ui/icons";
import { PageHead } from "../../ui/PageHead";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { NextSteps } from "../day/NextSteps";
import { AdviceSection } from "./AdviceSection";
import { ChannelsSection } from "./ChannelsSection";
import { OverTime } from "./OverTime";
import { RecordSection } from "./RecordSection";
import { RulesSection } from "./RulesSection";
import type { Judgements, Rules, Standing } from "./shapes";
import { WarningList } from "./WarningList";

/** Who is about to be lost: what to do today, how good the warnings were, by which rules, told through which channels. */
export default function WarningsPage() {
  const { t, dates } = useWords("warnings");
  const figures = useFigures();
  const standing = useData<Standing>("warnings/standing");
  const checked = standing.data?.check;
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        facts={
          standing.data && checked
            ? [
                [t("as_of"), dates.day(checked.as_of)],
                [t("open"), figures.count(standing.data.open)],
                [t("snoozed"), figures.count(standing.data.snoozed)],
              ]
            : []
        }
        actions={<CheckButton />}
      />
      <Fetched of={standing}>
        {(found) =>
          found.check ? (
            <Checked standing={found} />
          ) : (
            <Nothing title={t("none_checked")} text={t("none_checked_hint")} />
          )
        }
      </Fetched>
    </>
  );
}

function Checked({ standing }: { standing: Standing }) {
  const everybody = useRight("customers.all");
  const mayChange = useRight("watch.write");
  const channels = useRight("settings.read");
  const judged = useData<Judgements>("warnings/judgements");
  const rules = useData<Rules>("warnings/rules");
  return (
    <>
      <WarningList standing={standing} />
      <NextSteps steps={["tasks", "load", "movement"]} />
      <OverTime days={standing.over_time} />
      <Fetched of={judged}>
        {({ record, advice }) => (
          <>
            {record ? <RecordSection record={record} rules={rules.data} /> : null}
            {advice && everybody ? <AdviceSection advice={advice} /> : null}
          </>
        )}
      </Fetched>
      {everybody && mayChange ? (
        <Fetched of={rules}>
          {(found) => <RulesSection key={found.text} rules={found} standing={standing} />}
        </Fetched>
      ) : null}
      {channels ? <ChannelsSection /> : null}
    </>
  );
}

function CheckButton() {
  const { t } = useWords("warnings");
  const everybody = useRight("customers.all");
  const mayChange = useRight("watch.write");
  const start = useStart();
  if (!(everybody && mayChange)) return null;
  return (
    <>
      <Button
        type="primary"
        icon={<PlayCircleOutlined />}
        loading={start.isPending}
        onClick={() => start.mutate({ method: "POST", path: "warnings/checks", body: {} })}
      >
        {t("check")}
      </Button>
      {start.error ? <Problem error={start.error} /> : null}
    </>
  );
}
