/** The texts of the ways in, besides address and password. They come with the first page that shows them. */

import en from "./entry.en.json";
import { i18n } from "./i18n";

i18n.addResourceBundle("en", "translation", en, true);
