/** Orders of one status: searched, by pages, each with a number that can be changed, and an endpoint beside them. */
import { Component, signal } from "@angular/core";
import { createInjectors } from "@jetway/angular";
import { where } from "@jetway/core";
import type { paths } from "./jetway";

const { provideBridge, injectRows, injectUpdateRow, injectEndpoint } = createInjectors<paths>();
export { provideBridge };

@Component({
  selector: "orders-page",
  template: `
    <nav>
      <label>
        Status
        <select #chosen (change)="status.set(chosen.value); page.set(1)">
          @for (one of statuses; track one) {
            <option [selected]="one === status()">{{ one }}</option>
          }
        </select>
      </label>
      <label>Search <input #text type="search" (input)="search.set(text.value); page.set(1)" /></label>
    </nav>
    @if (orders.error(); as error) {
      <p role="alert">{{ error.message }}</p>
    } @else {
      <ul aria-label="Orders">
        @for (order of orders.value()?.results; track order.id) {
          <li>
            <form (submit)="save(order.id, order.number, number.value, $event)">
              <input #number [value]="order.number" [attr.aria-label]="'Number of ' + order.number" />
              <span>{{ order.customer?.name }}, {{ order.total }}</span>
              <button [disabled]="update.isPending()">Save</button>
            </form>
            <!-- A number that is taken is refused, and the refusal stands beside it. -->
            @if (saved() === order.id && update.error(); as error) {
              <p role="alert">{{ error.problem.errors?.[0]?.detail ?? error.message }}</p>
            }
          </li>
        }
      </ul>
      <nav>
        <button [disabled]="page() === 1" (click)="page.set(page() - 1)">Previous</button>
        <span role="status">{{ orders.value()?.count }} orders</span>
        <button [disabled]="!orders.value()?.has_more" (click)="page.set(page() + 1)">Next</button>
      </nav>
    }
    <h2>The oldest</h2>
    @if (oldest.error(); as error) {
      <p role="alert">{{ error.message }}</p>
    } @else {
      <ul aria-label="The oldest">
        @for (order of oldest.value()?.results; track order.id) {
          <li>{{ order.number }}</li>
        }
      </ul>
    }
  `,
})
export class OrdersPage {
  statuses = ["draft", "pending", "paid", "shipped", "refunded", "failed"];
  status = signal("paid");
  search = signal("");
  page = signal(1);
  orders = injectRows("orders", () => ({
    filter: where("status", "eq", this.status()),
    search: this.search(),
    order: ["-placed_at"],
    select: ["id", "number", "total", "customer.name"],
    page: this.page(),
    perPage: 10,
  }));
  oldest = injectEndpoint("late-orders", () => ({ status: this.status() }), { perPage: 3 });
  update = injectUpdateRow("orders");
  /** The one of which the last change tells. */
  saved = signal<number | string | null>(null);

  save(id: number | string, was: string, number: string, event: Event): void {
    event.preventDefault();
    this.saved.set(id);
    this.update.mutate({ key: id, values: { number }, was: { number: was } });
  }
}
