import { type Signal, signal, type WritableSignal } from "@angular/core";
import type { ApiError, Change } from "@jetway/core";

/** A change that a page can make. */
export interface ChangeRef<Takes, Answer> {
  /** Makes it; what fails is told by `error`. */
  mutate(takes: Takes): void;
  /** Makes it, and answers what the bridge does. */
  mutateAsync(takes: Takes): Promise<Answer>;
  isPending: Signal<boolean>;
  /** Why the last one failed. */
  error: Signal<ApiError | undefined>;
}

/** `changes` counts them: a refused one, too, may mean that what is shown is old. */
export function changeRef<Takes, Answer>(
  change: Change<Takes, Answer>,
  changes: WritableSignal<number>,
): ChangeRef<Takes, Answer> {
  const isPending = signal(false);
  const error = signal<ApiError | undefined>(undefined);
  async function mutateAsync(takes: Takes): Promise<Answer> {
    isPending.set(true);
    error.set(undefined);
    try {
      return await change(takes);
    } catch (failed) {
      error.set(failed as ApiError);
      throw failed;
    } finally {
      isPending.set(false);
      changes.update((count) => count + 1);
    }
  }
  return { mutate: (takes) => void mutateAsync(takes).catch(() => {}), mutateAsync, isPending, error };
}
