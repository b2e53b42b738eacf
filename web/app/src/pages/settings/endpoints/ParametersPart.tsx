import { useTranslation } from "react-i18next";
import { own } from "../../../lib/own";
import { Part } from "../parts/Part";
import styles from "./endpoints.module.css";
import { ParameterLine } from "./ParameterLine";
import type { EndpointDraft } from "./useEndpointDraft";

/** Which values its callers send, and which are settled. */
export function ParametersPart({ project, endpoint }: { project: string; endpoint: EndpointDraft }) {
  const { t } = useTranslation();
  const { draft, operation, taken, change } = endpoint;
  return (
    <Part title={t("endpoints.parameters")} text={taken.length === 0 ? t("endpoints.noParameters") : undefined}>
      {taken.length > 0 && (
        <ul className={styles.parameters}>
          {taken.map((one) => (
            <ParameterLine
              key={one.name}
              project={project}
              taken={one}
              setting={own(draft.parameters, one.name)}
              onType={
                operation
                  ? undefined
                  : (type) =>
                      draft.query &&
                      change({
                        query: {
                          ...draft.query,
                          parameters: draft.query.parameters?.map((own) =>
                            own.name === one.name ? { ...own, type } : own,
                          ),
                        },
                      })
              }
              onSetting={(setting) => {
                const { [one.name]: _, ...others } = draft.parameters;
                change({ parameters: setting ? { ...others, [one.name]: setting } : others });
              }}
            />
          ))}
        </ul>
      )}
    </Part>
  );
}
