import { sessionRequest } from "./client";

/** A bridge that asks to be connected. It says all of this itself, but where it asks from. */
export interface Enrolment {
  name: string;
  url: string;
  engine: string;
  asked_from: string;
}

const path = (code: string) => `/api/enrolments/${encodeURIComponent(code)}/`;

export const fetchEnrolment = (code: string): Promise<Enrolment> => sessionRequest<Enrolment>(path(code));

export function approveEnrolment(code: string, project: string, environment: string): Promise<void> {
  return sessionRequest<void>(`${path(code)}approve/`, { method: "POST", body: { project, environment } });
}
