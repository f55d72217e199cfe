export type {
  ShownWarning,
  WarningAdvice as Advice,
  WarningChannel,
  WarningChannels as Channels,
  WarningJudgements as Judgements,
  WarningMessage,
  WarningRecord as JudgedRecord,
  WarningRules as Rules,
  WarningScore as Score,
  WarningStanding as Standing,
  WarningThreshold as Threshold,
  WholeWarning,
} from "../../api/schema";
