/// The method `httprequest`: sends one HTTP request from the node, with the JDK's client.
package io.steward.plugin.httprequest;
