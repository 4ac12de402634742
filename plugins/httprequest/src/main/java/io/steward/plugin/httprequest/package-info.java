/// The method `httprequest`: one HTTP request from where the node is, by the JDK's own client.
package io.steward.plugin.httprequest;
