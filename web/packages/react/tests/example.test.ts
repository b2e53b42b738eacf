import { showsOrders } from "../../core/tests/orders.js";

showsOrders("orders-react", "main.tsx", "pending");
