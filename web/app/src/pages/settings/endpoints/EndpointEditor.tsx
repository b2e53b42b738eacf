import { Button, Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { StoredPolicy } from "../../../api/policy";
import { RouteGuard } from "../../../record/RouteGuard";
import type { Place } from "../../../shell/places";
import { FormFailure } from "../../FormFailure";
import { SettingsFrame } from "../parts/SettingsFrame";
import { AddressPart } from "./AddressPart";
import { AnswerPart } from "./AnswerPart";
import { CallersPart } from "./CallersPart";
import styles from "./endpoints.module.css";
import { NamePart } from "./NamePart";
import { ParametersPart } from "./ParametersPart";
import { RunsPart } from "./RunsPart";
import { TryPart } from "./TryPart";
import { useEndpointDraft } from "./useEndpointDraft";
import { useEndpointTrial } from "./useEndpointTrial";
import { useRunnables } from "./useRunnables";

export interface EndpointEditorProps {
  place: Place;
  /** Null of a new one. */
  id: string | null;
  stored: StoredPolicy;
}

/** One endpoint: what it runs, what it takes and answers, who may call it, and how. */
export function EndpointEditor({ place, id, stored }: EndpointEditorProps) {
  const { t } = useTranslation();
  const runnables = useRunnables(place, stored.policy.queries);
  const endpoint = useEndpointDraft(place, id, stored, runnables);
  const trial = useEndpointTrial(place, endpoint);
  const { draft, guard, save, runs, problem } = endpoint;
  const ready = draft.runs !== "" && (draft.query !== null || runs !== undefined);
  return (
    <SettingsFrame
      page="endpoints"
      title={id === null ? t("endpoints.new") : draft.title}
      toolbar={
        <Button
          size="xs"
          disabled={!ready || problem !== null}
          loading={save.isPending}
          onClick={() => save.mutate(undefined)}
        >
          {t("action.save")}
        </Button>
      }
    >
      <RouteGuard guard={guard} />
      <div className={styles.editor}>
        <FormFailure error={save.error} />
        <RunsPart endpoint={endpoint} runnables={runnables} stored={stored.policy} />
        {draft.runs !== "" && !ready && runnables.asking && <Skeleton height={180} radius="md" />}
        {ready && (
          <>
            <NamePart endpoint={endpoint} fixed={id !== null} />
            <ParametersPart project={place.project.id} endpoint={endpoint} />
            <AnswerPart endpoint={endpoint} found={trial.data?.columns} />
            <TryPart endpoint={endpoint} trial={trial} />
            <CallersPart endpoint={endpoint} roles={stored.policy.roles} />
            <AddressPart bridge={place.bridge} endpoint={endpoint} />
          </>
        )}
      </div>
    </SettingsFrame>
  );
}
