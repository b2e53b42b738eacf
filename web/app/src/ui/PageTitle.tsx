import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** Names the page in the browser's tab and history. */
export function PageTitle({ title }: { title: string }) {
  const { t } = useTranslation();
  const product = t("product");
  // The tab is outside React: index.html has a title of its own, and the first one in the document holds.
  useEffect(() => {
    document.title = `${title} · ${product}`;
    return () => {
      document.title = product;
    };
  }, [title, product]);
  return null;
}
