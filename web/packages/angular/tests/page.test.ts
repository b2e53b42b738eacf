import "@angular/compiler";
import { Component, computed, provideZonelessChangeDetection, signal } from "@angular/core";
import { TestBed } from "@angular/core/testing";
import { BrowserTestingModule, platformBrowserTesting } from "@angular/platform-browser/testing";
import { pageOf, standsOn, supplier } from "../../core/tests/page.js";
import { createInjectors } from "../src/index.js";

const {
  provideBridge,
  injectRows,
  injectInfiniteRows,
  injectTotal,
  injectCreateRow,
  injectUpdateRow,
  injectDeleteRow,
} = createInjectors();

const COUNTRY = "A1";

class Suppliers {
  page = signal(1);
  shown = computed(() => pageOf(COUNTRY, this.page()));
  suppliers = injectRows("suppliers", this.shown);
  inFaro = injectTotal("suppliers", () => ({
    func: "count",
    filter: { and: [this.shown().filter, { column: "city", op: "eq", value: "Faro" }] },
  }));
  everyone = injectInfiniteRows("suppliers", pageOf(COUNTRY, 1));
  update = injectUpdateRow("suppliers");
  remove = injectDeleteRow("suppliers");
  create = injectCreateRow("suppliers");
  add = (name: string) => this.create.mutate({ values: supplier(name, COUNTRY) });
}

// As the decorator does, which needs the compiler to know of it.
const Page = Component({
  selector: "suppliers-page",
  template: `
    <p>{{ suppliers.value()?.count }} suppliers</p>
    <p>{{ inFaro.value() }} in Faro</p>
    <ul aria-label="Page">
      @for (row of suppliers.value()?.results; track row["id"]) {
        <li>
          <span>{{ row["name"] }}, {{ row["city"] }}</span>
          <button (click)="update.mutate({ key: row['id'], values: { city: 'Porto' } })">Move</button>
          <button (click)="remove.mutate({ key: row['id'] })">Delete</button>
        </li>
      }
    </ul>
    <button (click)="page.set(page() + 1)">Next</button>
    <input #name aria-label="Name" />
    <button (click)="add(name.value)">Add</button>
    @for (wrong of create.error()?.problem?.errors; track wrong.pointer) {
      <p role="alert">{{ wrong.pointer }}: {{ wrong.detail }}</p>
    }
    <ul aria-label="All">
      @for (row of everyone.rows(); track row["id"]) {
        <li>{{ row["name"] }}</li>
      }
    </ul>
    @if (everyone.hasMore()) {
      <button (click)="everyone.more()">More</button>
    }
  `,
})(Suppliers);

standsOn(COUNTRY, (bridge) => {
  TestBed.initTestEnvironment(BrowserTestingModule, platformBrowserTesting(), {
    teardown: { destroyAfterEach: false },
  });
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideBridge(bridge)] });
  document.body.append(TestBed.createComponent(Page ?? Suppliers).nativeElement);
});
