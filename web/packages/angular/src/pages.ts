import { computed, linkedSignal, type ResourceRef, resource, type Signal, untracked } from "@angular/core";
import type { Page, PagesRead } from "@jetway/core";

/** The rows of a list, a page at a time. */
export interface PagesRef<Shown> extends Pick<ResourceRef<unknown>, "status" | "isLoading" | "error" | "reload"> {
  rows: Signal<Shown[]>;
  hasMore: Signal<boolean>;
  /** Reads one page more. */
  more(): void;
}

/** Pages stay while another is read behind them; `reload` reads all of them anew. */
export function pagesRef<Shown>(read: () => PagesRead<Shown>): PagesRef<Shown> {
  const asked = computed(read);
  const wanted = linkedSignal({ source: asked, computation: () => 1 });
  let kept: { of?: PagesRead<Shown>; pages: Page<Shown>[] } = { pages: [] };

  const found = resource({
    params: asked,
    async loader({ params, abortSignal }) {
      const pages = kept.of === params ? [...kept.pages] : [];
      let cursor = nextOf(params, pages);
      while (cursor !== null && pages.length < untracked(wanted)) {
        pages.push(await params.queryFn({ signal: abortSignal, pageParam: cursor }));
        cursor = nextOf(params, pages);
      }
      kept = { of: params, pages };
      return pages;
    },
  });
  const pages = computed(() => (found.hasValue() ? found.value() : []));
  return {
    status: found.status,
    isLoading: found.isLoading,
    error: found.error,
    rows: computed(() => pages().flatMap(({ results }) => results)),
    hasMore: computed(() => pages().at(-1)?.has_more ?? false),
    more() {
      wanted.update((count) => count + 1);
      found.reload();
    },
    reload() {
      kept = { pages: [] };
      return found.reload();
    },
  };
}

function nextOf<Shown>(read: PagesRead<Shown>, pages: Page<Shown>[]): string | null {
  const last = pages.at(-1);
  return last ? read.getNextPageParam(last) : read.initialPageParam;
}
