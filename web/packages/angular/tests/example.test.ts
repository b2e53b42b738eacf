import { showsOrders } from "../../core/tests/orders.js";

showsOrders("orders-angular", "main.ts", "failed");
