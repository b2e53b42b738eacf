import { showsOrders } from "../../core/tests/orders.js";

showsOrders("orders-vue", "main.ts", "refunded");
